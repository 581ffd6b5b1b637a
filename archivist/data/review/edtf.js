// Whether a text is EDTF, levels 0-2 (Library of Congress, 4 February 2019): the same verdicts as
// archivist.edtf gives, which a test compares.
const Edtf = (() => {
  const LENGTHS = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const TURN = [0, 14];
  const SEASONS = {
    21: [3, 11], 22: TURN, 23: [3, 11], 24: TURN, 25: [3, 5], 26: [6, 8], 27: [9, 11], 28: TURN,
    29: [9, 11], 30: TURN, 31: [3, 5], 32: [6, 8], 33: [1, 3], 34: [4, 6], 35: [7, 9], 36: [10, 12],
    37: [1, 4], 38: [5, 8], 39: [9, 12], 40: [1, 6], 41: [7, 12],
  };
  const PLAIN = /^(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(Z|[+-][0-9]{2}(?::[0-9]{2})?)?)?)?)?$/;
  const MARKED = /^([?~%]?)(-?[0-9X]{4})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?$/;
  const YEAR = /^([?~%]?)(?:Y(-?[1-9][0-9]*)(?:E([1-9][0-9]*))?|(-?[0-9]{4})(?=S))(?:S([1-9][0-9]*))?([?~%]?)$/;
  const MOST_DIGITS = 1000;

  class No extends Error {}
  const refuse = () => { throw new No(); };

  const isLeap = (year) => year % 4n === 0n && (year % 100n !== 0n || year % 400n === 0n);
  const monthLength = (year, month) => (month === 2 && !isLeap(year) ? 28 : LENGTHS[month]);
  const fits = (number, mask) =>
    [...String(number).padStart(2, "0")].every((digit, at) => mask[at] === "X" || mask[at] === digit);
  const numbers = (mask, most) =>
    Array.from({ length: most }, (_, at) => at + 1).filter((number) => fits(number, mask));

  function* yearsOf(mask, backwards) {
    const negative = mask.startsWith("-");
    const digits = [...mask.replace("-", "")];
    const choices = backwards !== negative ? "9876543210" : "0123456789";
    function* from(at, written) {
      if (at === digits.length) {
        const number = BigInt(written);
        if (!negative) yield number;
        else if (number) yield -number;
        return;
      }
      for (const digit of digits[at] === "X" ? choices : digits[at]) yield* from(at + 1, written + digit);
    }
    yield* from(0, "");
  }

  function match(mask, month, day, backwards) {
    const days = numbers(month, 12).flatMap((m) =>
      numbers(day, 31).filter((d) => d <= LENGTHS[m]).map((d) => [m, d]));
    if (backwards) days.reverse();
    if (days.length) {
      for (const year of yearsOf(mask, backwards)) {
        for (const [m, d] of days) if (m !== 2 || d !== 29 || isLeap(year)) return [year, m, d];
      }
    }
    return refuse();
  }

  const ofDate = (year, month, day) => ({
    unit: day ? "day" : month ? "month" : "year",
    earliest: () => match(year, month || "XX", day || "XX", false),
    latest: () => match(year, month || "XX", day || "XX", true),
  });

  const counted = (year, month) => {
    const before = month < 1 ? -1n : month > 12 ? 1n : 0n;
    return [year + before, ((month + 11) % 12) + 1];
  };

  function ofSeason(year, code, day) {
    const months = SEASONS[code];
    if (!/^[0-9]{2}$/.test(code) || !months || day) refuse();
    const number = Number(code);
    const unit = number <= 32 ? "season" : number <= 36 ? "quarter" : number <= 39 ? "quadrimester" : "semester";
    return {
      unit,
      earliest: () => [...counted(yearsOf(year, false).next().value, months[0]), 1],
      latest: () => {
        const [late, month] = counted(yearsOf(year, true).next().value, months[1]);
        return [late, month, monthLength(late, month)];
      },
    };
  }

  function shiftMinutes(shift) {
    if (!shift || shift === "Z") return 0;
    const minutes = Number(shift.slice(4) || 0);
    const size = 60 * Number(shift.slice(1, 3)) + minutes;
    if (minutes > 59 || size > 14 * 60 || (size === 0 && shift[0] === "-")) refuse();
    return shift[0] === "+" ? size : -size;
  }

  function checkTime(hour, minute, second, shift) {
    if (hour > "23" && !(hour === "24" && minute === "00" && second === "00")) refuse();
    if (minute > "59") refuse();
    const ahead = shiftMinutes(shift);
    if (second <= "59") return;
    const at = 60 * Number(hour) + Number(minute) - ahead;
    const leaps = shift ? ((at % 1440) + 1440) % 1440 === 1439 : Number(minute) % 15 === 14;
    if (second !== "60" || !leaps) refuse();
  }

  function plain([, year, month, day, hour, minute, second, shift]) {
    if (year === "-0000") refuse();
    if (month && !(Number(month) >= 1 && Number(month) <= 12)) return ofSeason(year, month, day);
    if (day && !(Number(day) >= 1 && Number(day) <= monthLength(BigInt(year), Number(month)))) refuse();
    if (hour) checkTime(hour, minute, second, shift);
    return { ...ofDate(year, month, day), timed: Boolean(hour) };
  }

  function marked([, , year, , , month, , , day]) {
    if (year === "-0000") refuse();
    if (!month) return ofDate(year);
    if (!numbers(month, 12).length) return ofSeason(year, month, day);
    if (day) match(year, month, day, false);
    return ofDate(year, month, day);
  }

  function small(digits) {
    if (digits.length > String(MOST_DIGITS).length) refuse();
    return Number(digits);
  }

  function longYear([, , lettered, exponent, digits, significant]) {
    if (lettered) {
      const bare = lettered.replace("-", "");
      if (!exponent && bare.length <= 4) refuse();
      if (bare.length + small(exponent || "0") > MOST_DIGITS) refuse();
    } else if (digits === "-0000") refuse();
    const known = significant ? small(significant) : 0;
    const value = BigInt((lettered || digits) + "0".repeat(exponent ? Number(exponent) : 0));
    const size = value < 0n ? -value : value;
    const open = known ? Math.max(String(size).length - known, 0) : 0;
    const step = 10n ** BigInt(open);
    const low = size - (size % step);
    const high = low + step - 1n;
    const [first, last] = value < 0n ? [-high, -low] : [low, high];
    return { unit: "year", earliest: () => [first, 1, 1], latest: () => [last, 12, 31] };
  }

  function single(text) {
    for (const [form, read] of [[PLAIN, plain], [MARKED, marked], [YEAR, longYear]]) {
      const found = form.exec(text);
      if (found) return read(found);
    }
    return refuse();
  }

  function dated(text) {
    const value = single(text);
    if (value.timed) refuse();
    return value;
  }

  const isBefore = (one, other) => {
    for (const at of [0, 1, 2]) if (one[at] !== other[at]) return one[at] < other[at];
    return false;
  };
  function checkOrder(start, end) {
    if (start && end && isBefore(end.latest(), start.earliest())) refuse();
  }

  function interval(text) {
    const ends = text.split("/");
    if (ends.length !== 2 || text === "/") refuse();
    checkOrder(...ends.map((end) => (end === "" || end === ".." ? null : dated(end))));
  }

  function member(part, isFirst, isLast) {
    const dots = part.indexOf("..");
    if (dots < 0) return dated(part);
    const first = part.slice(0, dots);
    const last = part.slice(dots + 2);
    if ((!first && (!isFirst || !last)) || (!last && !isLast)) refuse();
    const [start, end] = [first && dated(first), last && dated(last)];
    if (start && end) {
      if (start.unit !== end.unit) refuse();
      checkOrder(start, end);
    }
    return null;
  }

  function set(text) {
    if (text.length < 2 || text.at(-1) !== (text[0] === "[" ? "]" : "}")) refuse();
    const parts = text.slice(1, -1).split(",");
    parts.forEach((part, at) => member(part, at === 0, at === parts.length - 1));
  }

  function isValid(text) {
    if (typeof text !== "string" || !text || text.length > 256) return false;
    try {
      if (text[0] === "[" || text[0] === "{") set(text);
      else if (text.includes("/")) interval(text);
      else single(text);
      return true;
    } catch (error) {
      if (error instanceof No) return false;
      throw error;
    }
  }

  return { isValid };
})();
