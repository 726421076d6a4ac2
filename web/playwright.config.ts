import { existsSync } from "node:fs";

import { defineConfig } from "@playwright/test";

// Debian's Chromium: nothing is downloaded for these tests.
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(CHROMIUM))
  throw new Error(`There is no Chromium at ${CHROMIUM}: install it, or name one by CHROMIUM.`);

const PORT = 8177;
// A platform that runs already, with the admin's password of browser/person.ts; else one is started.
const running = process.env.LABWRIGHT_URL;

export default defineConfig({
  testDir: "browser",
  testMatch: process.env.MEASURE ? "measure.ts" : "*.spec.ts",
  outputDir: "artefacts/traces",
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: "line",
  use: {
    baseURL: running ?? `http://127.0.0.1:${PORT}`,
    timezoneId: "Europe/Dublin",
    trace: "retain-on-failure",
    actionTimeout: 30_000,
    launchOptions: {
      executablePath: CHROMIUM,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  ...(!running && {
    webServer: {
      // Every process on its own, on MariaDB and RabbitMQ, as `make dev` has it: an empty lab each time.
      command: "rm -rf artefacts/lab && cd .. && exec .venv/bin/python -m tests.dev",
      url: `http://127.0.0.1:${PORT}/readyz`,
      timeout: 300_000,
      gracefulShutdown: { signal: "SIGTERM", timeout: 60_000 },
      env: { PORT: String(PORT), DATA_DIR: "web/artefacts/lab" },
    },
  }),
});
