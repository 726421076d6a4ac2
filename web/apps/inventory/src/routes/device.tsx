import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";

import { DevicePage } from "../features/device/device-page.tsx";

const route = getRouteApi("/devices/$deviceId");

export function DeviceRoute() {
  const { deviceId } = route.useParams();
  const { tab = "overview", at } = route.useSearch();
  const navigate = useNavigate();
  const onAt = useCallback(
    (then: string | undefined) => void navigate({ to: ".", search: { tab: "history", at: then } }),
    [navigate],
  );
  return (
    <DevicePage
      key={deviceId}
      id={Number(deviceId)}
      tab={tab}
      onTab={(next) => void navigate({ to: ".", search: { tab: next }, replace: true })}
      at={at}
      onAt={onAt}
      onRemoved={() => void navigate({ to: "/devices" })}
    />
  );
}
