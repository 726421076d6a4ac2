import { Button } from "@labwright/ui/button";
import { notify, notifyFailure } from "@labwright/ui/toast";
import { useMutation } from "@tanstack/react-query";
import ShieldCheck from "lucide-react/icons/shield-check";

import { verifyAudit } from "../../queries/audit.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.audit;

/** Proves that the log is what was collected. */
export function VerifyButton() {
  const verifying = useMutation({
    mutationFn: verifyAudit,
    onSuccess: ({ checked, broken }) => {
      if (!broken) notify(texts.verified(checked));
    },
    onError: notifyFailure,
  });
  const broken = verifying.data?.broken;
  return (
    <>
      {broken && (
        <p role="alert" className="rounded-md bg-bad-wash px-3 py-1.5 font-medium text-bad">
          {texts.broken(broken.id, broken.reason)}
        </p>
      )}
      <Button pending={verifying.isPending} onClick={() => verifying.mutate()}>
        <ShieldCheck aria-hidden />
        {verifying.isPending ? texts.verifying : texts.verify}
      </Button>
    </>
  );
}
