import { DeviceDialog } from "../../components/device-dialog.tsx";

export default function NewDevice({ onClose }: { onClose: () => void }) {
  return <DeviceDialog device={null} onClose={onClose} />;
}
