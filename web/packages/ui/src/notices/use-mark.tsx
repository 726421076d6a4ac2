import { markAllRead, markRead, NOTICES_KEY } from "@labwright/api/notices";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { notifyFailure } from "../toast.tsx";

/** Marks one notice read, or all up to one. */
export function useMark() {
  const queries = useQueryClient();
  const renew = () => queries.invalidateQueries({ queryKey: NOTICES_KEY });
  const one = useMutation({ mutationFn: markRead, onSuccess: renew });
  const all = useMutation({ mutationFn: markAllRead, onSuccess: renew, onError: notifyFailure });
  return { one, all };
}
