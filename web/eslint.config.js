import { readdirSync } from "node:fs";

import { apart, labwright, zones } from "@labwright/config/eslint";

const apps = readdirSync(new URL("apps", import.meta.url));
const features = (app) => {
  try {
    return readdirSync(new URL(`apps/${app}/src/features`, import.meta.url));
  } catch {
    return [];
  }
};

export default labwright([
  { target: "./packages", from: "./apps", message: "Packages know no app." },
  { target: "./packages/api", from: "./packages/ui", message: "The client shows nothing." },
  ...apps.flatMap((app) => [...zones(app), ...apart(app, features(app))]),
]);
