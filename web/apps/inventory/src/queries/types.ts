import type { components } from "@labwright/api/generated/inventory";

type Schemas = components["schemas"];

export type Device = Schemas["DeviceOut"];
export type Past = Schemas["DevicePast"];
export type Report = Schemas["ReportOut"];
export type DeviceStatus = Schemas["DeviceStatus"];
export type HealthStatus = Schemas["HealthStatus"];
export type DeviceType = Schemas["DeviceTypeOut"];
export type Manufacturer = Schemas["ManufacturerOut"];
export type Tag = Schemas["TagOut"];
export type Site = Schemas["SiteOut"];
export type Location = Schemas["LocationOut"];
export type Rack = Schemas["RackOut"];
export type Pdu = Schemas["PduOut"];
export type Outlet = Schemas["OutletOut"];
export type Maintenance = Schemas["MaintenanceOut"];
export type Port = Schemas["PortOut"];
export type Connection = Schemas["ConnectionOut"];
export type HistoryEntry = Schemas["HistoryOut"];
export type Attachment = Schemas["AttachmentOut"];
export type Import = Schemas["ImportOut"];
// The client widens pairs to arrays.
export type ImportRow = Omit<Schemas["RowReport"], "changes"> & {
  changes: Record<string, unknown[]>;
};
export type Statistics = Schemas["Statistics"];
export type Templates = Schemas["TemplatesOut"];
