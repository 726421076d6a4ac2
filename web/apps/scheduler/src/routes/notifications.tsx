import { buttonClasses } from "@labwright/ui/button";
import { words as texts } from "@labwright/ui/logic/notice-words";
import { Page } from "@labwright/ui/page";
import { Tabs } from "@labwright/ui/tabs";
import { useNavigate, useSearch } from "@tanstack/react-router";

import { NoticeList } from "../features/notices/notice-list.tsx";

export function NotificationsPage() {
  const { unread = false, page = 0 } = useSearch({ from: "/notifications" });
  const navigate = useNavigate({ from: "/notifications" });
  const list = (only: boolean) => (
    <NoticeList
      unread={only}
      page={page}
      onPage={(next) => void navigate({ search: { unread, page: next } })}
    />
  );
  return (
    <Page
      title={texts.title}
      actions={
        <a className={buttonClasses()} href="/app/account/notifications">
          {texts.choose}
        </a>
      }
    >
      <Tabs
        label={texts.title}
        chosen={unread ? "unread" : "all"}
        onChoose={(id) => void navigate({ search: { unread: id === "unread" } })}
        pages={[
          { id: "all", label: texts.all, content: list(false) },
          { id: "unread", label: texts.unread, content: list(true) },
        ]}
      />
    </Page>
  );
}
