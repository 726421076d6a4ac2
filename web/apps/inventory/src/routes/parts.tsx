import { Empty } from "@labwright/ui/faces";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";

import { TypePage } from "../features/catalogue/type-page.tsx";
import { ImportPage } from "../features/imports/import-page.tsx";
import { Maintenance } from "../features/maintenance/maintenance.tsx";
import { RackPage } from "../features/places/rack-page.tsx";
import { SitePage } from "../features/places/site-page.tsx";
import { PduPage } from "../features/power/pdu-page.tsx";
import { words } from "../words.ts";

const typeRoute = getRouteApi("/types/$typeId");
const siteRoute = getRouteApi("/sites/$siteId");
const rackRoute = getRouteApi("/racks/$rackId");
const pduRoute = getRouteApi("/pdus/$pduId");
const importRoute = getRouteApi("/imports/$importId");
const maintenanceRoute = getRouteApi("/maintenance");

export const TypeRoute = () => <TypePage id={Number(typeRoute.useParams().typeId)} />;
export const SiteRoute = () => <SitePage id={Number(siteRoute.useParams().siteId)} />;
export const RackRoute = () => <RackPage id={Number(rackRoute.useParams().rackId)} />;
export const PduRoute = () => <PduPage id={Number(pduRoute.useParams().pduId)} />;
export const ImportRoute = () => <ImportPage id={Number(importRoute.useParams().importId)} />;

export function MaintenanceRoute() {
  const { month } = maintenanceRoute.useSearch();
  const navigate = useNavigate();
  return (
    <Maintenance
      month={month}
      onMonth={(next) => void navigate({ to: "/maintenance", search: { month: next } })}
    />
  );
}

export function Missing() {
  return (
    <Empty title={words.missing} action={<Link to="/devices">{words.toDevices}</Link>}>
      <span className="reading">{window.location.pathname}</span>
    </Empty>
  );
}
