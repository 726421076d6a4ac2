import { Button } from "@labwright/ui/button";
import { CopyButton } from "@labwright/ui/shown-once";
import Download from "lucide-react/icons/download";

import { accountWords } from "../../words/account.ts";

const texts = accountWords.factor;

function save(codes: readonly string[]) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${codes.join("\n")}\n`], { type: "text/plain" }));
  link.download = "labwright-recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Codes that are shown this once, with the ways to keep them. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft">{texts.codesText}</p>
      <ul
        aria-label={texts.codesTitle}
        className="reading grid grid-cols-2 gap-x-6 gap-y-1 rounded-md bg-sunken px-4 py-3"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex gap-2">
        <CopyButton text={codes.join("\n")} />
        <Button onClick={() => save(codes)}>
          <Download aria-hidden />
          {texts.download}
        </Button>
      </div>
    </div>
  );
}
