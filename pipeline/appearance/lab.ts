/**
 * CIE L*a*b* under D65 of an sRGB colour given as 0…255: lightness 0…100, chroma 0…about 130, hue in
 * degrees, 0…360 (IEC 61966-2-1 and CIE 15:2004).
 */
export function toLch(red: number, green: number, blue: number): readonly [number, number, number] {
  const r = LINEAR[red]!;
  const g = LINEAR[green]!;
  const b = LINEAR[blue]!;
  const x = cubeRoot((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = cubeRoot(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = cubeRoot((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  const a = 500 * (x - y);
  const bStar = 200 * (y - z);
  const hueDeg = (Math.atan2(bStar, a) * 180) / Math.PI;
  return [116 * y - 16, Math.hypot(a, bStar), (hueDeg + 360) % 360];
}

const LINEAR = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

function cubeRoot(t: number): number {
  return t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * (t / 116) + 16 / 116;
}
