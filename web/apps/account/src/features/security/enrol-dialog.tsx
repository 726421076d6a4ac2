import { auth, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Loading, Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { words as shared } from "@labwright/ui/logic/words";
import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useId } from "react";

import { texts as textsOf } from "../../components/texts.ts";
import { useAccountChange } from "../../queries/account.ts";
import { accountWords } from "../../words/account.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";

const texts = accountWords.factor;
const QrCode = lazy(() => import("./qr.tsx"));

/** Password, then the app's first code, then the recovery codes: three steps of one dialog. */
export function EnrolDialog({ onClose }: { onClose: () => void }) {
  const begin = useMutation({
    mutationFn: (password: string) =>
      take(auth.POST("/api/v1/auth/me/totp", { body: { password } })),
  });
  const confirm = useAccountChange((code: string) =>
    take(auth.POST("/api/v1/auth/me/totp/confirm", { body: { code } })),
  );
  const id = useId();
  const codes = confirm.data?.recovery_codes;
  const step = codes ? "codes" : begin.data ? "code" : "password";
  return (
    <Dialog
      open
      onClose={onClose}
      // Codes that are shown once are not lost by a slip.
      insistent={step === "codes"}
      title={step === "codes" ? texts.codesTitle : texts.begin}
      actions={
        step === "codes" ? (
          <Button look="primary" onClick={onClose}>
            {texts.kept}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{shared.cancel}</Button>
            <Button
              type="submit"
              form={id}
              look="primary"
              pending={begin.isPending || confirm.isPending}
            >
              {step === "code" ? texts.confirm : texts.goOn}
            </Button>
          </>
        )
      }
    >
      {codes ? (
        <RecoveryCodes codes={codes} />
      ) : (
        <form
          key={step}
          id={id}
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            const text = textsOf(event);
            if (step === "password" && !begin.isPending) begin.mutate(text("password"));
            if (step === "code" && !confirm.isPending)
              confirm.mutate(text("code").replaceAll(" ", ""));
          }}
        >
          {begin.data ? (
            <CodeStep uri={begin.data.uri} secret={begin.data.secret} />
          ) : (
            <PasswordStep />
          )}
          <Refusal error={step === "code" ? confirm.error : begin.error} />
        </form>
      )}
    </Dialog>
  );
}

function PasswordStep() {
  return (
    <>
      <p className="text-ink-soft">{texts.beginText}</p>
      <TextField
        label={texts.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
    </>
  );
}

function CodeStep({ uri, secret }: { uri: string; secret: string }) {
  return (
    <>
      <p className="text-ink-soft">{texts.scan}</p>
      <Suspense fallback={<Loading rows={4} />}>
        <QrCode text={uri} label={texts.qr} />
      </Suspense>
      <p>
        <span className="block text-[0.8125rem] text-ink-faint">{texts.secret}</span>
        <span className="reading wrap-anywhere select-all">{secret}</span>
      </p>
      <TextField
        label={texts.code}
        name="code"
        mono
        inputMode="numeric"
        autoComplete="one-time-code"
        minLength={6}
        maxLength={40}
        required
      />
    </>
  );
}
