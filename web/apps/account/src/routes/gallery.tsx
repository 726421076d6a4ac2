import { ProblemError } from "@labwright/api/problem";
import { Badge, Lamp, type Pattern, Tag, type Tone } from "@labwright/ui/badge";
import { Button, type ButtonLook } from "@labwright/ui/button";
import { Combobox, MultiCombobox } from "@labwright/ui/combobox";
import { Dialog } from "@labwright/ui/dialog";
import { Empty, Failed, Loading } from "@labwright/ui/faces";
import { AreaField, CheckField, TextField } from "@labwright/ui/field";
import { Facts, Page, Panel } from "@labwright/ui/page";
import { Select } from "@labwright/ui/select";
import { Tabs } from "@labwright/ui/tabs";
import { notify, notifyFailure, Toasts } from "@labwright/ui/toast";
import { useState } from "react";

const LOOKS: readonly ButtonLook[] = ["primary", "plain", "quiet", "danger"];
const TONES: readonly Tone[] = ["ok", "warn", "bad", "info", "calm", "accent"];
const PATTERNS: readonly Pattern[] = ["solid", "hollow", "stripes", "dots", "cross", "half"];
const CHOICES = ["Amplifier", "Router", "Server", "Switch"].map((name) => ({
  value: name.toLowerCase(),
  label: name,
}));
const REFUSED = new ProblemError({
  status: 503,
  title: "Away",
  detail: "The inventory gives no answer at present.",
  request_id: "7f3a09",
});

/** Every shared component at a glance: for those who build pages, not in any navigation. */
export function Gallery() {
  return (
    <Page title="Components" beside={<Badge tone="calm">for builders</Badge>}>
      <div className="grid gap-5 lg:grid-cols-2">
        <Panel title="Buttons">
          <div className="flex flex-wrap gap-2">
            {LOOKS.map((look) => (
              <Button key={look} look={look} onClick={() => notify(`${look} was pressed`)}>
                {look}
              </Button>
            ))}
            <Button pending>pending</Button>
            <Button onClick={() => notifyFailure(REFUSED)}>refused</Button>
            <DialogExample />
          </div>
        </Panel>
        <Panel title="States: colour and pattern">
          <div className="flex flex-wrap gap-2">
            {TONES.map((tone, index) => (
              <Badge key={tone} tone={tone} pattern={PATTERNS[index]}>
                {tone}
              </Badge>
            ))}
            <Tag colour="#c2410c">a tag</Tag>
            {PATTERNS.map((pattern) => (
              <Lamp key={pattern} tone="calm" pattern={pattern} />
            ))}
          </div>
        </Panel>
        <Panel title="Fields">
          <Fields />
        </Panel>
        <Panel title="Facts">
          <Facts
            facts={[
              { name: "Serial", value: <span className="reading">SN-00417-B</span> },
              { name: "Notes", value: null },
            ]}
          />
        </Panel>
        <Panel title="Loading">
          <Loading rows={4} />
        </Panel>
        <Panel title="Empty">
          <Empty title="No devices yet" action={<Button look="primary">Add a device</Button>}>
            What the lab owns is listed here.
          </Empty>
        </Panel>
        <Panel title="Failed">
          <Failed error={REFUSED} retry={() => undefined} />
        </Panel>
      </div>
      <Toasts />
    </Page>
  );
}

function Fields() {
  const [select, setSelect] = useState("router");
  const [one, setOne] = useState("");
  const [many, setMany] = useState<string[]>(["server", "switch"]);
  const [tab, setTab] = useState<"text" | "choice">("text");
  return (
    <Tabs
      label="Kinds of fields"
      chosen={tab}
      onChoose={setTab}
      pages={[
        {
          id: "text",
          label: "Text",
          content: (
            <div className="grid gap-4">
              <TextField label="Name" hint="As on its label" required />
              <TextField label="Height" error="At most 60 U." defaultValue="400" mono />
              <AreaField label="Notes" />
              <CheckField label="Can be booked" hint="Otherwise people only see it." />
            </div>
          ),
        },
        {
          id: "choice",
          label: "Choice",
          count: 3,
          content: (
            <div className="grid gap-4">
              <Select label="One of a few" value={select} choices={CHOICES} onChange={setSelect} />
              <Combobox label="One of many" value={one} choices={CHOICES} onChange={setOne} />
              <MultiCombobox label="Several" values={many} choices={CHOICES} onChange={setMany} />
            </div>
          ),
        },
      ]}
    />
  );
}

function DialogExample() {
  const [open, setOpen] = useState<"no" | "dialog" | "drawer">("no");
  const close = () => setOpen("no");
  return (
    <>
      <Button onClick={() => setOpen("dialog")}>dialog</Button>
      <Button onClick={() => setOpen("drawer")}>drawer</Button>
      <Dialog
        open={open !== "no"}
        drawer={open === "drawer"}
        onClose={close}
        title="A dialog"
        actions={<Button onClick={close}>Close</Button>}
      >
        Esc closes it, and focus goes back to where it was.
      </Dialog>
    </>
  );
}
