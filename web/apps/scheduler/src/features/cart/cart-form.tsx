import { AreaField, TextField } from "@labwright/ui/field";
import { toField } from "@labwright/ui/logic/times";
import { useLabZone } from "@labwright/ui/time";

import { Against } from "../../components/against.tsx";
import { replaceCart, type Wish } from "../../components/cart-store.ts";
import { fixed } from "../../components/nearest.ts";
import { PeopleField } from "../../components/people-field.tsx";
import type { Check } from "../../queries/bookings.ts";
import type { RecurrenceIn } from "../../queries/series.ts";
import { words } from "../../words.ts";
import { Alternatives } from "./alternatives.tsx";
import { CartTimes } from "./cart-times.tsx";
import type { Draft, How } from "./draft.ts";
import { Occurrences } from "./occurrences.tsx";
import { ProjectField } from "./project-field.tsx";
import { RecurrenceFields } from "./recurrence-fields.tsx";
import { WaysOn } from "./ways-on.tsx";
import { Wishes } from "./wishes.tsx";

interface CartFormProps {
  wishes: readonly Wish[];
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  check: { data: Check | undefined; isFetching: boolean };
  series: RecurrenceIn | null;
  /** The zone whose clock a recurrence follows. */
  followed: string;
  error: unknown;
  pending: string | null;
  onAsk: (how: How) => void;
}

/** What is asked for: when, which devices, what stands against it, with whom. */
export function CartForm(props: CartFormProps) {
  const { wishes, draft, change, check, series, followed, error, pending, onAsk } = props;
  const zone = useLabZone();
  const start = Math.min(...wishes.map((wish) => wish.start));
  const local = toField(new Date(start), followed);
  const conflicts = check.data?.conflicts ?? [];
  return (
    <div className="flex flex-col gap-4">
      <TextField
        label={words.cart.name}
        maxLength={200}
        placeholder={words.cart.untitled}
        value={draft.title}
        onChange={(event) => change({ title: event.target.value })}
      />
      <CartTimes wishes={wishes} />
      <Wishes wishes={wishes} against={check.data} />
      {draft.repeats === null && (
        <>
          <Against
            check={check}
            sent={error}
            wishes={wishes}
            onFix={(fix) => replaceCart(fixed(wishes, fix))}
          />
          {conflicts.length > 0 && (
            <>
              <Alternatives wishes={wishes} conflicts={conflicts} />
              <WaysOn wishes={wishes} projectId={draft.projectId} pending={pending} onAsk={onAsk} />
            </>
          )}
        </>
      )}
      <RecurrenceFields
        local={local}
        value={draft.repeats}
        onChange={(repeats) => change({ repeats, leftOut: [] })}
      />
      {draft.repeats && <Occurrences series={series} draft={draft} zone={zone} onChange={change} />}
      <ProjectField value={draft.projectId} onChange={(projectId) => change({ projectId })} />
      <PeopleField
        label={words.cart.collaborators}
        hint={words.cart.collaboratorsHint}
        values={draft.collaborators}
        onChange={(collaborators) => change({ collaborators })}
      />
      <AreaField
        label={words.cart.message}
        hint={words.cart.messageHint}
        maxLength={5000}
        value={draft.message}
        onChange={(event) => change({ message: event.target.value })}
      />
    </div>
  );
}
