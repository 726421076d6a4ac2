import { getRouteApi, useNavigate } from "@tanstack/react-router";

import { DevicePage } from "../features/device/device-page.tsx";

const route = getRouteApi("/devices/$deviceId");

export function DeviceRoute() {
  const { deviceId } = route.useParams();
  const { tab = "overview" } = route.useSearch();
  const navigate = useNavigate();
  return (
    <DevicePage
      key={deviceId}
      id={Number(deviceId)}
      tab={tab}
      onTab={(next) => void navigate({ to: ".", search: { tab: next }, replace: true })}
      onRemoved={() => void navigate({ to: "/devices" })}
    />
  );
}
