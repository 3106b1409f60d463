/** The periods that the usage view offers, by the value of its parameter `period`. */
export const PERIODS = [
  ['', 'This month'],
  ['today', 'Today'],
  ['7d', 'Last 7 days'],
  ['30d', 'Last 30 days'],
  ['last-month', 'Last month'],
  ['custom', 'From … to …'],
];

/**
 * The query of GET /v1/usage for the parameters of a route. Dates are days of the report's time zone.
 *
 * @param {URLSearchParams} params
 * @param {string} zone the time zone of the report
 */
export function queryOf(params, zone) {
  return {
    ...range(params, new Date(), zone),
    group_by: params.get('by') ?? 'day',
    client: params.get('client') ?? undefined,
  };
}

function range(params, now, zone) {
  const today = dayOf(now, zone);
  switch (params.get('period')) {
    case 'today':
      return { from: today };
    case '7d':
      return { from: plusDays(today, -6) };
    case '30d':
      return { from: plusDays(today, -29) };
    case 'last-month': {
      const to = `${today.slice(0, 7)}-01`;
      return { from: `${plusDays(to, -1).slice(0, 7)}-01`, to };
    }
    case 'custom': {
      const from = params.get('from');
      const to = params.get('to');
      // the last day is part of the period
      return { from: from || undefined, to: to ? plusDays(to, 1) : undefined };
    }
    default:
      return {};
  }
}

/** The day of a moment in a time zone, such as 2026-11-29. */
export function dayOf(date, zone) {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(date)
    .reduce((all, { type, value }) => ({ ...all, [type]: value }), {});
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** A day so many days later; a text that is no day is left as it is, and the API says so. */
export function plusDays(day, days) {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) {
    return day;
  }
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
