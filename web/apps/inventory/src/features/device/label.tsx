import { Button, buttonClasses } from "@labwright/ui/button";
import Printer from "lucide-react/icons/printer";

import type { Device } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.label;

/** The QR code that opens this device's page. */
export function Label({ device }: { device: Device }) {
  const address = `/api/v1/inventory/devices/${device.id}/label`;
  return (
    <div className="flex flex-wrap items-start gap-8">
      {/* A code is read dark on light. */}
      <div className="printed w-fit max-w-66 rounded-lg border border-line bg-[#ffffff] p-4">
        <img src={`${address}.svg`} alt={texts.alt(device.name)} className="w-56" />
        <p className="mt-3 text-center font-medium text-[#000000] wrap-anywhere">{device.name}</p>
        {device.oi_id && (
          <p className="reading text-center text-[#000000] wrap-anywhere">{device.oi_id}</p>
        )}
      </div>
      <div className="flex max-w-xs flex-col gap-3">
        <p className="text-ink-soft">{texts.text}</p>
        <Button look="primary" onClick={() => window.print()}>
          <Printer aria-hidden />
          {texts.print}
        </Button>
        <a href={`${address}.svg`} download={`${device.name}.svg`} className={buttonClasses()}>
          {texts.svg}
        </a>
        <a href={`${address}.png`} download={`${device.name}.png`} className={buttonClasses()}>
          {texts.png}
        </a>
      </div>
    </div>
  );
}
