import { Link } from "@tanstack/react-router";

import { words } from "../words.ts";

export function ToSignIn() {
  return <Link to="/sign-in">{words.toSignIn}</Link>;
}
