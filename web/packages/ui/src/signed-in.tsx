import { type Me, meQuery } from "@labwright/api/session";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect } from "react";

import { Faces } from "./faces.tsx";
import { signInPage } from "./logic/sign-in-page.ts";

const MeContext = createContext<Me | null>(null);

/** Shows `children` to somebody who is signed in; others are led to the sign-in page. */
export function SignedIn({ children }: { children: (me: Me) => ReactNode }) {
  const query = useQuery(meQuery);
  const stranger = query.data === null;
  useEffect(() => {
    if (!stranger) return;
    const { pathname, search, hash } = window.location;
    window.location.replace(signInPage(pathname + search + hash));
  }, [stranger]);
  if (stranger) return null;
  return (
    <Faces query={query} loading={<Waiting />}>
      {(me) => me && <MeContext value={me}>{children(me)}</MeContext>}
    </Faces>
  );
}

/** Who is signed in, below SignedIn. */
export function useMe(): Me {
  const me = use(MeContext);
  if (me === null) throw new Error("useMe is for pages below SignedIn");
  return me;
}

/** Whether the person may; what they may not is not offered. */
export function useMay(permission: string): boolean {
  return useMe().permissions.includes(permission);
}

function Waiting() {
  return (
    <div className="grid min-h-dvh place-items-center">
      <img
        src={`${import.meta.env.BASE_URL}mark.svg`}
        alt=""
        className="size-10 animate-pulse opacity-60"
      />
    </div>
  );
}
