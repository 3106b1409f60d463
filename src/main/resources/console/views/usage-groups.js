import { dayOf, plusDays } from './usage-period.js';

const HOUR = 3_600_000;

/** More bars than this are not drawn in full: without the empty ones, they are. */
const MAX_FILLED = 2_000;

const dayName = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const hourName = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

const LABELS = { day: 'day', hour: 'hour', client: 'client', model: 'model', user: 'user' };

/** The word for a grouping. */
export const labelOf = (groupBy) => LABELS[groupBy] ?? groupBy;

/** Whether the groups of a report are times, in order. */
export const isByTime = ({ group_by: by }) => by === 'day' || by === 'hour';

/** The name of a group for people: a day of the report's zone, or an hour in the reader's. */
export function groupName(groupBy, group) {
  if (group === null) {
    return `no ${labelOf(groupBy)}`;
  }
  if (groupBy === 'day') {
    return dayName.format(new Date(`${group}T00:00:00Z`));
  }
  return groupBy === 'hour' ? hourName.format(new Date(group)) : group;
}

/** The groups of a report by time with a value for each, and 0 for those without generations, which the report omits. */
export function series(report, measure) {
  const values = new Map(report.data.map((row) => [key(report, row.group), row[measure.name]]));
  const groups = report.group_by === 'day' ? days(report) : hours(report);
  const all = groups.length > MAX_FILLED ? report.data.map((row) => row.group) : groups;
  return {
    names: all.map((group) => groupName(report.group_by, group)),
    values: all.map((group) => values.get(key(report, group)) ?? 0),
  };
}

const key = (report, group) => (report.group_by === 'hour' ? Date.parse(group) : group);

function days({ from, to, zone, data }) {
  const days = [];
  // the end is exclusive
  const last = dayOf(new Date(Date.parse(to) - 1), zone);
  const first = dayOf(new Date(from), zone);
  for (let day = data.length > 0 && data[0].group < first ? data[0].group : first; day <= last; day = plusDays(day, 1)) {
    days.push(day);
  }
  return days;
}

function hours({ from, to, data }) {
  // hours begin where those of the report do, which may be at half an hour of UTC
  const start = data.length > 0 ? Date.parse(data[0].group) : Date.parse(from);
  const first = start - Math.floor((start - Date.parse(from)) / HOUR) * HOUR;
  const hours = [];
  for (let at = first; at < Date.parse(to); at += HOUR) {
    hours.push(new Date(at).toISOString());
  }
  return hours;
}
