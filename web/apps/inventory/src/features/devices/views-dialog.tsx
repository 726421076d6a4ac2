import { newKey } from "@labwright/api/client";
import { Button, IconButton } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { CheckField, TextField } from "@labwright/ui/field";
import { words as uiWords } from "@labwright/ui/logic/words";
import { useMay, useMe } from "@labwright/ui/signed-in";
import { notify } from "@labwright/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Trash2 from "lucide-react/icons/trash-2";
import { type FormEvent, useRef, useState } from "react";

import {
  addView,
  removeView,
  replaceView,
  type SavedView,
  savedViewsQuery,
  type ViewContent,
} from "../../queries/saved-views.ts";
import { words } from "../../words.ts";

const texts = words.views;

interface ViewsDialogProps {
  present: Pick<ViewContent, "filters" | "columns">;
  views: readonly SavedView[];
  onClose: () => void;
}

/** Keeps the list as it is under a name, and forgets what is kept. */
export function ViewsDialog({ present, views, onClose }: ViewsDialogProps) {
  const queries = useQueryClient();
  const me = useMe().id;
  const mayKeepAll = useMay("inventory:view:write_any");
  const [key] = useState(newKey);
  const [name, setName] = useState("");
  const [shared, setShared] = useState<boolean>();
  // Known at once, before the button shows it: a double click sends once.
  const sending = useRef(false);
  const former = views.find((view) => view.owner.id === me && view.name === name.trim());
  // What is replaced stays as shared as it was, unless that is changed here.
  const sharing = shared ?? former?.shared ?? false;
  const refresh = () => queries.invalidateQueries({ queryKey: savedViewsQuery.queryKey });
  const saving = useMutation({
    mutationFn: (content: ViewContent) =>
      former ? replaceView(former, content) : addView(content, key),
    onSuccess: (kept) => {
      notify(texts.kept(kept.name));
      onClose();
    },
    onSettled: () => {
      sending.current = false;
      return refresh();
    },
  });
  const removing = useMutation({ mutationFn: removeView, onSettled: refresh });
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (name.trim() === "" || sending.current) return;
    sending.current = true;
    saving.mutate({ ...present, name: name.trim(), shared: sharing });
  };
  return (
    <Dialog open onClose={onClose} title={texts.save}>
      <form onSubmit={save} className="flex flex-col gap-3">
        <Refusal error={saving.error ?? removing.error} />
        <TextField
          label={texts.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={120}
          required
        />
        <CheckField
          label={texts.share}
          checked={sharing}
          onChange={(event) => setShared(event.target.checked)}
        />
        <p className="text-ink-faint">{texts.saved}</p>
        <Button type="submit" look="primary" className="self-end" pending={saving.isPending}>
          {uiWords.save}
        </Button>
      </form>
      <ul className="mt-3">
        {views
          .filter(({ owner }) => owner.id === me || mayKeepAll)
          .map((view) => (
            <li
              key={view.id}
              className="flex items-center justify-between gap-2 border-t border-line py-1"
            >
              <span className="grow break-words">{view.name}</span>
              {view.shared && <span className="text-ink-faint">{texts.shared}</span>}
              <IconButton
                small
                label={texts.remove(view.name)}
                icon={<Trash2 aria-hidden />}
                disabled={removing.isPending}
                onClick={() => removing.mutate(view)}
              />
            </li>
          ))}
      </ul>
    </Dialog>
  );
}
