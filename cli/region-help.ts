import { REGION_NAMES } from '../pipeline/grammar/plate-grammar.ts';

/** Help text of every `--region` option. */
export const regionHelp = `which plates to expect: ${REGION_NAMES.join(', ')}, or a name under plates: in wayside.yaml; several with commas (default: auto)`;
