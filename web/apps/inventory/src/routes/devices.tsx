import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";

import { Devices } from "../features/devices/devices.tsx";
import type { DeviceFilters } from "../queries/devices.ts";

const route = getRouteApi("/devices");

export function DevicesRoute() {
  const filters = route.useSearch();
  const navigate = useNavigate();
  const go = useCallback(
    (next: DeviceFilters) => void navigate({ to: "/devices", search: next, replace: true }),
    [navigate],
  );
  return <Devices filters={filters} onFilters={go} />;
}
