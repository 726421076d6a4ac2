export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];

/** Hours on some days of the week, as the API has them. */
export interface Hours {
  days: Day[];
  opens: string;
  closes: string;
}

/** One line for a form: `mon,tue 08:00-18:00`. */
export const lineOf = ({ days, opens, closes }: Hours): string =>
  `${days.join(",")} ${opens}-${closes}`;

/** The way back; what is missing stays empty, for the server to say so. */
export function hoursOf(line: string): Hours {
  const [days = "", times = ""] = line.split(" ");
  const [opens = "", closes = ""] = times.split("-");
  return {
    days: DAYS.filter((day) => days.split(",").includes(day)),
    opens,
    closes,
  };
}
