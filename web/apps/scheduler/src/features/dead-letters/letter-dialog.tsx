import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Faces } from "@labwright/ui/faces";
import { Facts } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";
import { notifyFailure } from "@labwright/ui/toast";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useDoing } from "../../components/doing.ts";
import type { EventService } from "../../queries/event-services.ts";
import {
  eventsKey,
  type LetterDetail,
  letterQuery,
  type LettersFilter,
  requeue,
} from "../../queries/events.ts";
import { adminWords } from "../../words/admin.ts";
import { readable } from "./content.ts";
import { DropDialog } from "./drop-dialog.tsx";
import { LetterBadge } from "./letters.tsx";

const texts = adminWords.letters;

interface LetterDialogProps {
  service: EventService;
  id: number;
  onNarrow: (part: LettersFilter) => void;
  onClose: () => void;
}

/** A dead letter with its content, and each attempt with what went wrong. */
export function LetterDialog({ service, id, onNarrow, onClose }: LetterDialogProps) {
  const query = useQuery(letterQuery(service, id));
  const letter = query.data;
  return (
    <Dialog
      open
      drawer
      wide
      onClose={onClose}
      title={letter?.type || texts.unknown}
      actions={letter?.state === "open" && <Actions service={service} letter={letter} />}
    >
      <Faces query={query}>
        {(found) => (
          <>
            <About letter={found} />
            <div className="mt-4 flex flex-wrap items-center gap-2">
              <h2 className="engraved text-ink-soft">{texts.narrow}</h2>
              <Button small onClick={() => onNarrow({ type: [found.type] })}>
                {texts.sameType}
              </Button>
              <Button small onClick={() => onNarrow({ queue: [found.queue] })}>
                {texts.sameQueue}
              </Button>
            </div>
            <History letter={found} />
            <Content letter={found} />
          </>
        )}
      </Faces>
    </Dialog>
  );
}

function About({ letter }: { letter: LetterDetail }) {
  const mono = (text: string) => (text ? <span className="reading">{text}</span> : null);
  return (
    <Facts
      facts={[
        { name: texts.state, value: <LetterBadge state={letter.state} /> },
        { name: texts.reason, value: letter.reason },
        { name: texts.subject, value: mono(letter.subject) },
        { name: texts.queue, value: mono(letter.queue) },
        { name: texts.source, value: mono(letter.source) },
        { name: texts.attempts, value: letter.attempts },
        { name: texts.occurred, value: <Time at={letter.occurred_at} /> },
        { name: texts.died, value: <Time at={letter.died_at} /> },
      ]}
    />
  );
}

function Actions({ service, letter }: { service: EventService; letter: LetterDetail }) {
  const mayRequeue = useMay(`${service}:event:requeue`);
  const mayDrop = useMay(`${service}:event:drop`);
  const [dropping, setDropping] = useState(false);
  const returning = useDoing({
    do: () => requeue(service, letter.id),
    asks: [eventsKey(service)],
    says: texts.requeuedOne,
  });
  return (
    <>
      {mayDrop && <Button onClick={() => setDropping(true)}>{texts.drop}</Button>}
      {mayRequeue && (
        <Button
          look="primary"
          pending={returning.isPending}
          onClick={() => returning.mutate(undefined, { onError: notifyFailure })}
        >
          {texts.requeue}
        </Button>
      )}
      {dropping && (
        <DropDialog service={service} letter={letter} onClose={() => setDropping(false)} />
      )}
    </>
  );
}

function History({ letter }: { letter: LetterDetail }) {
  return (
    <>
      <h2 className="engraved mt-5 mb-1 text-ink-soft">{texts.history}</h2>
      <ol className="divide-y divide-line">
        {letter.history.map(({ step, at, words, actor }, index) => (
          <li key={index} className="py-2">
            <p className="flex flex-wrap justify-between gap-x-3">
              <span>
                <strong className="font-medium">{texts.steps[step]}</strong>{" "}
                {actor && <span className="text-ink-soft">{texts.by(actor)}</span>}
              </span>
              <span className="text-xs text-ink-faint">
                <Time at={at} />
              </span>
            </p>
            {words && <p className="reading text-xs text-ink-soft wrap-anywhere">{words}</p>}
          </li>
        ))}
      </ol>
    </>
  );
}

function Content({ letter: { headers, body, body_encoding } }: { letter: LetterDetail }) {
  const parts = [
    { name: texts.headers, text: JSON.stringify(headers, null, 2) },
    {
      name: body_encoding === "utf-8" ? texts.body : `${texts.body}, ${texts.base64}`,
      text: readable(body),
    },
  ];
  return parts.map(({ name, text }) => (
    <section key={name} aria-label={name}>
      <h2 className="engraved mt-5 mb-1 text-ink-soft">{name}</h2>
      <pre className="reading rounded-md bg-sunken p-3 text-xs whitespace-pre-wrap wrap-anywhere">
        {text}
      </pre>
    </section>
  ));
}
