import { createQueryClient } from "@labwright/api/query-client";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { applyTheme, storedTheme } from "./logic/theme.ts";

/** Begins an app in the page's `#app`. */
export function start(app: (queries: QueryClient) => ReactNode): void {
  applyTheme(storedTheme());
  const place = document.getElementById("app");
  if (place === null) throw new Error("index.html has no #app");
  const queries = createQueryClient();
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>{app(queries)}</QueryClientProvider>
    </StrictMode>,
  );
}
