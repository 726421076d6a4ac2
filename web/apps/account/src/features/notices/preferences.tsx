import { isStale } from "@labwright/api/problem";
import { Button } from "@labwright/ui/button";
import { Faces } from "@labwright/ui/faces";
import { useMe } from "@labwright/ui/signed-in";
import { notifyFailure } from "@labwright/ui/toast";
import { useQuery } from "@tanstack/react-query";

import {
  type KindsChange,
  type Preferences,
  preferencesQuery,
  usePreferencesChange,
} from "../../queries/notices.ts";
import { accountWords } from "../../words/account.ts";
import { OwnDiscord } from "./own-discord.tsx";

const texts = accountWords.notices;
const CHANNELS = ["app", "mail", "discord"] as const;
const USUAL = Object.fromEntries(CHANNELS.map((channel) => [channel, null]));

/** What one is told of, and how; each choice is saved as it is made. */
export function NoticePreferences() {
  const preferences = useQuery(preferencesQuery);
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <p className="max-w-prose text-ink-soft">{texts.text}</p>
      <OwnDiscord />
      <Faces query={preferences}>{(found) => <Table preferences={found} />}</Faces>
    </div>
  );
}

function useSave({ version }: Preferences) {
  const change = usePreferencesChange();
  const { refetch } = useQuery(preferencesQuery);
  const save = (kinds: KindsChange) =>
    change.mutate(
      { kinds, version },
      {
        onError: (error) => {
          notifyFailure(error);
          // Another tab was quicker: show what it chose.
          if (isStale(error)) void refetch();
        },
      },
    );
  return { save, pending: change.isPending };
}

function Table({ preferences }: { preferences: Preferences }) {
  const { email, email_verified } = useMe();
  const { save, pending } = useSave(preferences);
  const { kinds, chosen } = preferences;
  const anyChosen = Object.keys(chosen).length > 0;
  const reset = () => save(Object.fromEntries(Object.keys(chosen).map((kind) => [kind, USUAL])));
  return (
    <>
      {!(email && email_verified) && <p className="font-medium text-warn">{texts.needsMail}</p>}
      <div className="overflow-x-auto rounded-lg border border-line bg-panel">
        <table className="w-full text-left" aria-busy={pending}>
          <thead className="engraved text-ink-faint">
            <tr>
              <th scope="col" className="border-b border-line-strong px-4 py-2">
                {texts.kind}
              </th>
              {CHANNELS.map((channel) => (
                <th
                  key={channel}
                  scope="col"
                  className="border-b border-line-strong px-4 py-2 text-center"
                >
                  {texts[channel]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Object.entries(kinds).map(([kind, channels]) => {
              const name = texts.kinds[kind] ?? kind.replaceAll("_", " ");
              return (
                <tr key={kind} className="border-b border-line last:border-0 hover:bg-sunken/50">
                  <th scope="row" className="px-4 py-2 font-normal">
                    {name}
                  </th>
                  {CHANNELS.map((channel) => (
                    <td key={channel} className="px-4 py-2 text-center">
                      <input
                        type="checkbox"
                        aria-label={texts.label(name, texts[channel])}
                        className="size-4 accent-accent"
                        disabled={pending}
                        checked={channels[channel]}
                        onChange={(event) => save({ [kind]: { [channel]: event.target.checked } })}
                      />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {anyChosen && (
        <div>
          <Button pending={pending} onClick={reset}>
            {texts.backAll}
          </Button>
        </div>
      )}
    </>
  );
}
