import * as Ariakit from "@ariakit/react";
import LoaderCircle from "lucide-react/icons/loader-circle";
import type { ComponentProps, ReactElement, ReactNode } from "react";

import { classes } from "./logic/classes.ts";
import { Tip } from "./tooltip.tsx";

const LOOKS = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong border-transparent",
  plain: "bg-raised text-ink border-line-strong hover:border-ink-soft hover:bg-panel",
  quiet: "bg-transparent text-ink-soft border-transparent hover:bg-sunken hover:text-ink",
  danger: "bg-bad text-raised border-transparent hover:brightness-90",
};

export type ButtonLook = keyof typeof LOOKS;

export function buttonClasses(look: ButtonLook = "plain", small = false): string {
  return classes(
    "inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap",
    "transition-colors aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
    small ? "h-7 px-2 text-[0.8125rem]" : "h-9 px-3 pointer-coarse:h-11",
    LOOKS[look],
  );
}

interface ButtonProps extends ComponentProps<"button"> {
  look?: ButtonLook;
  small?: boolean;
  /** Being done: it stays focused, and takes no second click. */
  pending?: boolean;
  render?: ReactElement;
}

export function Button({
  look,
  small,
  pending,
  disabled,
  children,
  className,
  ...rest
}: ButtonProps) {
  return (
    <Ariakit.Button
      accessibleWhenDisabled
      type="button"
      disabled={Boolean(disabled || pending)}
      aria-busy={pending || undefined}
      className={classes(buttonClasses(look, small), className)}
      {...rest}
    >
      {pending && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </Ariakit.Button>
  );
}

interface IconButtonProps extends Omit<ButtonProps, "children"> {
  label: string;
  icon: ReactNode;
}

/** A button that shows a picture; its label is said by screen readers, and on hover. */
export function IconButton({ label, icon, look = "quiet", ...rest }: IconButtonProps) {
  return (
    <Tip text={label}>
      <Button look={look} aria-label={label} className="aspect-square px-0!" {...rest}>
        {icon}
      </Button>
    </Tip>
  );
}
