import "@labwright/ui/styles.css";

import { start } from "@labwright/ui/start";
import { RouterProvider } from "@tanstack/react-router";

import { createAppRouter } from "./router.tsx";

const router = createAppRouter();
start(() => <RouterProvider router={router} />);
