/** A body as it is read best: JSON with its lines, anything else as it came. */
export function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body) as unknown, null, 2);
  } catch {
    return body;
  }
}
