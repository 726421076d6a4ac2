import FileUp from "lucide-react/icons/file-up";
import { type ReactNode, useState } from "react";

interface DropZoneProps {
  label: string;
  hint: string;
  /** As of a file field, such as `.csv,.xlsx`. */
  accept: string;
  multiple?: boolean;
  onFiles: (files: File[]) => void;
  children?: ReactNode;
}

/** A file field that also takes files that are dropped on it. */
export function DropZone({ label, hint, accept, multiple, onFiles, children }: DropZoneProps) {
  const [over, setOver] = useState(false);
  return (
    <div
      className={`flex flex-col items-center gap-2 rounded-lg border-2 border-dashed px-6 py-12 text-center ${
        over ? "border-accent bg-accent-wash" : "border-line-strong bg-panel"
      }`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const files = [...event.dataTransfer.files];
        if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
      }}
    >
      <FileUp aria-hidden className="size-7 text-ink-faint" />
      <label className="cursor-pointer font-medium text-accent underline-offset-4 focus-within:outline-2 hover:underline">
        {label}
        <input
          type="file"
          accept={accept}
          multiple={multiple}
          className="sr-only"
          onChange={(event) => {
            onFiles([...(event.target.files ?? [])]);
            // The same file, mended, may be chosen again.
            event.target.value = "";
          }}
        />
      </label>
      <p className="text-ink-faint">{hint}</p>
      {children}
    </div>
  );
}
