import { Button } from "@labwright/ui/button";
import { Menu, MenuItem } from "@labwright/ui/menu";
import { useMay, useMe } from "@labwright/ui/signed-in";
import { useQuery } from "@tanstack/react-query";
import Bookmark from "lucide-react/icons/bookmark";
import BookmarkPlus from "lucide-react/icons/bookmark-plus";
import { useState } from "react";

import { type SavedView, savedViewsQuery, type ViewContent } from "../../queries/saved-views.ts";
import { words } from "../../words.ts";
import { ViewsDialog } from "./views-dialog.tsx";

const texts = words.views;

interface ViewsMenuProps {
  /** What would be saved. */
  present: Pick<ViewContent, "filters" | "columns">;
  onOpen: (view: SavedView) => void;
}

/** Saved views: open one, save this one, forget one. */
export function ViewsMenu({ present, onOpen }: ViewsMenuProps) {
  const views = useQuery(savedViewsQuery).data ?? [];
  const me = useMe().id;
  const mayKeep = useMay("inventory:view:write");
  const [saving, setSaving] = useState(false);
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
          <MenuItem key={view.id} onClick={() => onOpen(view)}>
            <span className="grow">{view.name}</span>
            {view.owner.id !== me && (
              <span className="text-ink-faint">{view.owner.display_name ?? texts.shared}</span>
            )}
          </MenuItem>
        ))}
        {views.length === 0 && <p className="px-2 py-1.5 text-ink-faint">{texts.none}</p>}
        {mayKeep && (
          <MenuItem icon={<BookmarkPlus aria-hidden />} onClick={() => setSaving(true)}>
            {texts.save}
          </MenuItem>
        )}
      </Menu>
      {saving && <ViewsDialog {...{ present, views }} onClose={() => setSaving(false)} />}
    </>
  );
}
