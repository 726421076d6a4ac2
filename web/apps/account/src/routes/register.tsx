import { labQuery } from "@labwright/api/session";
import { Faces } from "@labwright/ui/faces";
import { safeNext } from "@labwright/ui/logic/sign-in-page";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";

import { Leaf } from "../components/leaf.tsx";
import { ToSignIn } from "../components/to-sign-in.tsx";
import { RegisterForm } from "../features/registration/register-form.tsx";
import { words } from "../words.ts";

const route = getRouteApi("/register");

export function Register() {
  const { next } = route.useSearch();
  const lab = useQuery(labQuery);
  return (
    <Leaf title={words.register.title} below={<ToSignIn />}>
      <Faces query={lab}>
        {({ registration }) =>
          registration === "open" ? (
            <RegisterForm
              onDone={() => window.location.assign(safeNext(next, window.location.origin))}
            />
          ) : (
            <p>{words.register.closed}</p>
          )
        }
      </Faces>
    </Leaf>
  );
}
