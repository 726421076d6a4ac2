import { notify } from "@labwright/ui/toast";
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";

interface Doing<Answer> {
  do: () => Promise<Answer>;
  /** What is asked again afterwards, also after a refusal. */
  asks: readonly QueryKey[];
  /** Said when it is done. */
  says: string;
  then?: () => void;
}

/** One thing that is done to the server at a click. */
export function useDoing<Answer>({ do: act, asks, says, then }: Doing<Answer>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      notify(says);
      then?.();
    },
    onSettled: () => {
      for (const queryKey of asks) void queries.invalidateQueries({ queryKey });
    },
  });
}
