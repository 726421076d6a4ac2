import { createRootRoute } from "@tanstack/react-router";

import { Frame } from "./frame.tsx";
import { Missing } from "./missing.tsx";

export const root = createRootRoute({ component: Frame, notFoundComponent: Missing });
