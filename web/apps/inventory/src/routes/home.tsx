import { Empty } from "@labwright/ui/faces";
import { Page } from "@labwright/ui/page";

import { words } from "../words.ts";

export function Home() {
  return (
    <Page title={words.home.title}>
      <Empty title={words.home.nothing}>{words.home.text}</Empty>
    </Page>
  );
}
