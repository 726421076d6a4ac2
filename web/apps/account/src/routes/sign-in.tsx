import { labQuery, meQuery } from "@labwright/api/session";
import { Button } from "@labwright/ui/button";
import { safeNext } from "@labwright/ui/logic/sign-in-page";
import { SignInForm } from "@labwright/ui/session/sign-in-form";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";

import { Leaf } from "../components/leaf.tsx";
import { words } from "../words.ts";

const route = getRouteApi("/sign-in");

export function SignIn() {
  const { next } = route.useSearch();
  const lab = useQuery(labQuery).data;
  const me = useQuery(meQuery).data;
  const enter = () => window.location.assign(safeNext(next, window.location.origin));
  return (
    <Leaf
      title={words.signIn.title}
      lead={lab?.lab_name}
      below={
        <>
          <Link to="/forgotten-password">{words.signIn.forgotten}</Link>
          {lab?.registration === "open" && (
            <Link to="/register" search={{ next }}>
              {words.signIn.register}
            </Link>
          )}
        </>
      }
    >
      {me && (
        <div className="mb-6 flex items-center justify-between gap-4 rounded-md bg-accent-wash px-3 py-2">
          <p>{words.signIn.already(me.display_name)}</p>
          <Button small onClick={enter}>
            {words.signIn.goOn}
          </Button>
        </div>
      )}
      <SignInForm onDone={enter} />
    </Leaf>
  );
}
