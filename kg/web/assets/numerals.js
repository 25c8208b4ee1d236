// Numbers as plans print them, as kg/numerals.py reads them.
const SYSTEMS = [
  [["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"], ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]],
  [["", "十", ...[..."二三四五六七八九"].map((ten) => `${ten}十`)], ["", ..."一二三四五六七八九"]],
];
const NUMERALS = new Map(SYSTEMS.flatMap(([tens, ones]) => tens.flatMap((ten, by10) => ones.map((one, by1) => [ten + one, 10 * by10 + by1]))));
NUMERALS.delete("");

/** The number that a folded text stands for: digits, or a Roman or kanji numeral up to 99; null if it stands for none. */
export function wholeNumber(folded) {
  return /^\d{1,9}$/.test(folded) ? Number(folded) : NUMERALS.get(folded) ?? null;
}
