import { Button, IconButton } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { TextField } from "@labwright/ui/field";
import { Menu, MenuItem } from "@labwright/ui/menu";
import { words as uiWords } from "@labwright/ui/logic/words";
import Bookmark from "lucide-react/icons/bookmark";
import BookmarkPlus from "lucide-react/icons/bookmark-plus";
import Trash2 from "lucide-react/icons/trash-2";
import { type FormEvent, useState } from "react";

import { words } from "../../words.ts";
import { forgetView, storedViews, storeView, type View } from "./views.ts";

const texts = words.views;

interface ViewsMenuProps {
  /** What would be saved. */
  present: Omit<View, "name">;
  onOpen: (view: View) => void;
}

/** Saved views: open one, save this one, forget one. */
export function ViewsMenu({ present, onOpen }: ViewsMenuProps) {
  const [views, setViews] = useState(storedViews);
  const [saving, setSaving] = useState(false);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    if (typeof name !== "string" || name.trim() === "") return;
    setViews(storeView({ ...present, name: name.trim().slice(0, 80) }));
    setSaving(false);
  };
  return (
    <>
      <Menu
        label={texts.label}
        button={
          <Button small>
            <Bookmark aria-hidden />
            {texts.label}
          </Button>
        }
      >
        {views.map((view) => (
          <MenuItem key={view.name} onClick={() => onOpen(view)}>
            {view.name}
          </MenuItem>
        ))}
        {views.length === 0 && <p className="px-2 py-1.5 text-ink-faint">{texts.none}</p>}
        <MenuItem icon={<BookmarkPlus aria-hidden />} onClick={() => setSaving(true)}>
          {texts.save}
        </MenuItem>
      </Menu>
      <Dialog open={saving} onClose={() => setSaving(false)} title={texts.save}>
        <form onSubmit={save} className="flex items-end gap-2">
          <TextField label={texts.name} name="name" maxLength={80} className="grow" required />
          <Button type="submit" look="primary">
            {uiWords.save}
          </Button>
        </form>
        <p className="mt-3 text-ink-faint">{texts.saved}</p>
        <ul className="mt-3">
          {views.map(({ name }) => (
            <li key={name} className="flex items-center justify-between border-t border-line py-1">
              {name}
              <IconButton
                small
                label={texts.remove(name)}
                icon={<Trash2 aria-hidden />}
                onClick={() => setViews(forgetView(name))}
              />
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
