/** A format of a region's plates and how usual it is there, 0…1, against the region's most usual one. */
export interface RegionPattern {
  readonly spec: string;
  readonly weight: number;
}

export interface RegionGrammar {
  readonly name: string;
  /** Letters that the region's serials never use. */
  readonly without: string;
  readonly patterns: readonly RegionPattern[];
}

const usual = (...specs: string[]): RegionPattern[] => specs.map((spec) => ({ spec, weight: 1 }));
const rare = (weight: number, ...specs: string[]): RegionPattern[] =>
  specs.map((spec) => ({ spec, weight }));

/** GA 36-2018; new-energy plates have eight characters, their mark (D, F; since 2021 also A–C, E, G–K) first or last. */
const CN: RegionGrammar = {
  name: 'cn',
  without: 'IO',
  patterns: [
    ...usual('PAX{5}'),
    ...rare(0.5, 'PA[DF]X9999', 'PA99999[DF]'),
    ...rare(0.1, 'PA[ABCEGHJK]X9999', 'PA99999[ABCEGHJK]'),
    ...rare(0.2, 'PAX999学', 'PAX999警', 'PAX999挂', '粤[Z]X999港', '粤[Z]X999澳'),
    // Embassies and consulates: old with the mark first, since 2017 last.
    ...rare(0.1, '使999999', '999999使', 'PA9999领', 'PA999领'),
    // Police and government of before 2006 put O after the province; few without a letter are left.
    ...rare(0.1, 'P[O]9999警', 'P[O]A9999'),
    ...rare(0.01, 'P[O]99999'),
  ],
};

/** Formats of each country: Council Directive 1999/37/EC national implementations, as on europlate.org.uk. */
const DE: RegionGrammar = {
  name: 'de',
  without: '',
  patterns: [
    ...usual('A{2}9{3}', 'A{2}9{4}', 'A{3}9{2}', 'A{3}9{3}', 'A{3}9{4}', 'A{4}9{2}', 'A{4}9{3}'),
    ...usual('A{4}9{4}', 'A{5}9{2}', 'A{5}9{3}'),
    ...rare(0.3, 'A{2}9{2}', 'A{2}9', 'A{3}9', 'A{4}9', 'A{5}9', 'A{2}9{4}[EH]', 'A{3}9{3}[EH]'),
    ...rare(0.3, 'A{3}9{2}[EH]', 'A{4}9{2}[EH]', 'A{4}9{3}[EH]', 'A{3}9{4}[EH]', 'A{5}9{2}[EH]'),
  ],
};
const FR: RegionGrammar = {
  name: 'fr',
  without: 'IOU',
  patterns: [...usual('AA999AA'), ...rare(0.2, '9999AA99', '999AA99', '999AAA99')],
};
const GB: RegionGrammar = {
  name: 'gb',
  without: 'Q',
  patterns: [...usual('AA99AAA'), ...rare(0.2, 'A999AAA', 'A99AAA', 'AAA999A', 'AAA99A')],
};
const IT: RegionGrammar = {
  name: 'it',
  without: 'IOQU',
  patterns: [...usual('AA999AA'), ...rare(0.1, 'AA99999', 'AA999999')],
};
const ES: RegionGrammar = {
  name: 'es',
  without: 'AEIOUQ',
  patterns: [
    ...usual('9999AAA'),
    ...rare(
      0.1,
      '[ABCGHJLMOPSTVZ]9999[ABCDFGHJKLMNPRSTVWXYZ]{2}',
      '[ABCGHJLMOPSTVZ][ABCEIOLMNPRSTUV]9999A{2}',
    ),
  ],
};
/** Sidecodes 1 to 14 of the RDW. */
const NL: RegionGrammar = {
  name: 'nl',
  without: 'CIQ',
  patterns: usual(
    ...['AA9999', '9999AA', '99AA99', 'AA99AA', 'AAAA99', '99AAAA', '99AAA9', '9AAA99'],
    ...['AA999A', 'A999AA', 'AAA99A', 'A99AAA', '9AA999', '999AA9'],
  ),
};
const PL: RegionGrammar = {
  name: 'pl',
  without: 'Q',
  patterns: [
    ...usual('AA99999', 'AA9999A', 'AA999AA', 'AA9A999', 'AA9AA99', 'AAA9999', 'AAA99999'),
    ...usual(
      'AAA999A',
      'AAA99AA',
      'AAAA999',
      'AAA9A99',
      'AAA99A9',
      'AAA9AA9',
      'AAAAA99',
      'AAA999AA',
    ),
  ],
};
const CZ: RegionGrammar = {
  name: 'cz',
  without: 'GOQW',
  patterns: [...usual('9A99999', '9AA9999'), ...rare(0.2, 'AAA9999', 'AA99999', 'AA9999')],
};

/** Any European plate: the formats of the presets and their neighbours, and whatever else has letters and digits. */
const EU: RegionGrammar = {
  name: 'eu',
  without: '',
  patterns: [
    // By how many vehicles bear them: France, Italy and Slovakia; Great Britain; Spain; Czechia.
    ...usual('AA999AA', 'AA99AAA', '9999AAA', '9A99999'),
    ...rare(0.3, 'AA99999', 'AAA9999', 'A999999', 'AA9999A', 'A{3}9{3}'),
    ...rare(0.15, 'AA9999', '9999AA'),
    ...rare(0.1, 'AAAA999', 'AAA99999'),
    ...rare(0.2, 'AA9999AA'),
    ...rare(0.3, 'X{6}', 'X{7}'),
    ...rare(0.1, 'X{5}'),
    ...rare(0.05, 'X{8}'),
    // Personalised ones; seven characters is what most countries allow.
    ...rare(0.1, 'A{6}', 'A{7}'),
    ...rare(0.03, 'A{5}'),
  ],
};

/** Serials of the 2005–2020 standard issues of the states; personalised plates are free (AAMVA, "License Plate Standard"). */
const US: RegionGrammar = {
  name: 'us',
  without: '',
  patterns: [
    ...usual('AAA9999', '9AAA999', 'AAA999', '999AAA', 'AA99999', 'AA9A9A', 'AA9A999'),
    ...usual('A999999', 'AA999A', '9A99999', '99A9999'),
    ...rare(0.2, '9999999', '999999', '9999AA', 'AA9999'),
    ...rare(0.5, '9AA999', '99AAA9', '9AAA99', 'A99AAA', '999A999', 'A9A9A', 'A99999', 'AAA99A'),
    ...rare(0.3, 'X{6}', 'X{7}'),
    ...rare(0.1, 'X{5}'),
    ...rare(0.05, 'X{8}'),
    ...rare(0.1, 'A{6}', 'A{7}'),
    ...rare(0.03, 'A{5}'),
    // Few states have eight.
    ...rare(0.05, 'A{8}'),
  ],
};

/** CONTRAN resolutions 231/2007 (grey plates) and 780/2019 (Mercosul). */
const BR: RegionGrammar = {
  name: 'br',
  without: '',
  patterns: usual('AAA9999', 'AAA9A99'),
};

export const REGION_GRAMMARS: readonly RegionGrammar[] = [
  ...[CN, EU, DE, FR, GB, IT, ES, NL, PL, CZ],
  ...[US, BR],
];

/** What `auto` looks for. The country presets aren't listed: `eu` holds their formats. */
export const AUTO_REGIONS = ['cn', 'br', 'eu', 'us'] as const;

/** What stands on vehicles and beside roads and is no plate: names of makes, shop signs, numbers. */
export const NOT_A_PLATE: RegionGrammar = {
  name: 'other',
  without: '',
  patterns: [
    ...usual(...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `A{${n}}`)),
    ...usual(...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `9{${n}}`)),
    ...rare(0.02, ...[3, 4, 5, 6, 7, 8, 9].map((n) => `X{${n}}`)),
  ],
};
