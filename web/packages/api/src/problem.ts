import type { components } from "./generated/scheduler.ts";

type Wire = components["schemas"]["Problem"];
export type FieldError = components["schemas"]["FieldError"];
export type SlotConflict = components["schemas"]["SlotConflict"];
export type RuleViolation = components["schemas"]["RuleViolation"];

/** A refusal of a service or of the gateway, as RFC 9457 says it. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;
  /** What kind of problem: the last part of its `type`, such as `booking-refused`. */
  readonly slug: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
  readonly errors: readonly FieldError[];
  readonly conflicts: readonly SlotConflict[];
  readonly violations: readonly RuleViolation[];
  /** Seconds until another try makes sense; null when the service did not say. */
  readonly retryAfter: number | null;
  /** Everything that was answered, with what only this problem has. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(wire: Partial<Wire> & { status: number }, retryAfter: number | null = null) {
    super(wire.detail ?? wire.title ?? `The answer was ${wire.status}.`);
    this.status = wire.status;
    this.slug = wire.type?.split("/").pop() ?? "";
    this.title = wire.title ?? "";
    this.detail = wire.detail ?? this.message;
    this.requestId = wire.request_id ?? "";
    this.errors = wire.errors ?? [];
    this.conflicts = wire.conflicts ?? [];
    this.violations = wire.violations ?? [];
    this.retryAfter = retryAfter;
    this.body = wire as Record<string, unknown>;
  }
}

/** No answer at all: the network or the whole platform is away. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** The problem in an answer that is no success; whatever stands in between may have written it. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const wait = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const retryAfter = Number.isNaN(wait) ? null : wait;
  const wire: unknown = await response.json().catch(() => null);
  const known = typeof wire === "object" && wire !== null ? (wire as Partial<Wire>) : {};
  return new ProblemError({ ...known, status: response.status }, retryAfter);
}

export function isProblem(error: unknown, slug?: string): error is ProblemError {
  return error instanceof ProblemError && (slug === undefined || error.slug === slug);
}

/** Somebody changed it since it was loaded. */
export function isStale(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.status === 412;
}

/** Another try may help: the service was away, or too busy. */
export function isPassing(error: unknown): boolean {
  if (error instanceof UnreachableError) return true;
  return error instanceof ProblemError && [429, 502, 503, 504].includes(error.status);
}

/** The name of the field that an error is about: `/slots/0/start` is `slots.0.start`. */
export function fieldOf(error: FieldError): string {
  return error.pointer.replace(/^[/?]/, "").replaceAll("/", ".");
}
