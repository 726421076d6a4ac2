import { isProblem, UnreachableError } from "@labwright/api/problem";
import CircleSlash2 from "lucide-react/icons/circle-slash-2";
import PlugZap from "lucide-react/icons/plug-zap";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { ReactNode } from "react";

import { Button } from "./button.tsx";
import { words } from "./logic/words.ts";

/** While the first answer is under way: the shape of what comes. */
export function Loading({ rows = 6 }: { rows?: number }) {
  return (
    <div role="status" aria-label={words.loading} className="flex flex-col gap-3 py-2">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="shimmer h-6 rounded-sm" style={{ width: `${92 - row * 7}%` }} />
      ))}
    </div>
  );
}

interface FaceProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  /** A way on. */
  action?: ReactNode;
}

function Face({ icon, title, children, action }: FaceProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-14 text-center">
      <span className="grid size-12 place-items-center rounded-full border border-dashed border-line-strong text-ink-faint [&_svg]:size-5">
        {icon}
      </span>
      <h2 className="text-base font-semibold text-balance">{title}</h2>
      {children && <div className="text-ink-soft text-pretty wrap-anywhere">{children}</div>}
      {action}
    </div>
  );
}

/** Nothing is there, and that is no fault: what it would be, and how to begin. */
export function Empty(props: FaceProps) {
  return <Face icon={<CircleSlash2 aria-hidden />} {...props} />;
}

/** The words in which people are told of a failure; a problem has its own. */
export function failureWords(error: unknown): string {
  if (error instanceof UnreachableError) return words.failed.unreachable;
  if (!isProblem(error)) return words.failed.unexpected;
  if (error.status === 404) return words.failed.notFound;
  if (error.status === 403) return words.failed.forbidden;
  return error.detail;
}

/** The words of a refusal to somebody who has just tried something: the problem's own. */
export function refusalWords(error: unknown): string {
  return isProblem(error) && error.status === 403 ? error.detail : failureWords(error);
}

export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const away = error instanceof UnreachableError;
  const gone = isProblem(error) && (error.status === 404 || error.status === 403);
  return (
    <div role="alert">
      <Face
        icon={away ? <PlugZap aria-hidden /> : <TriangleAlert aria-hidden />}
        title={words.failed.title}
        action={retry && !gone && <Button onClick={retry}>{words.again}</Button>}
      >
        <p>{failureWords(error)}</p>
        {isProblem(error) && error.requestId && (
          <p className="reading mt-2 text-ink-faint">{words.failed.reference(error.requestId)}</p>
        )}
      </Face>
    </div>
  );
}

/** A refusal beside the form it is about. */
export function Refusal({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <div
      role="alert"
      className="rounded-md border-l-4 border-bad bg-bad-wash px-3 py-2 wrap-anywhere"
    >
      {refusalWords(error)}
    </div>
  );
}

interface FacesProps<Data> {
  query: { data: Data | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  /** Shown instead of `children` when it answers something. */
  empty?: (data: Data) => ReactNode;
  loading?: ReactNode;
  children: (data: Data) => ReactNode;
}

/** The four faces of what a query answers. What was there before stays when a refresh fails. */
export function Faces<Data>({ query, empty, loading, children }: FacesProps<Data>) {
  if (query.data !== undefined) return <>{empty?.(query.data) || children(query.data)}</>;
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return <>{loading ?? <Loading />}</>;
}
