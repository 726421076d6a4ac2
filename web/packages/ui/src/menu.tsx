import * as Ariakit from "@ariakit/react";
import type { ReactElement, ReactNode } from "react";

import { classes } from "./logic/classes.ts";
import { itemClasses, listClasses } from "./select.tsx";

interface MenuProps {
  /** The button that opens it. */
  button: ReactElement;
  label: string;
  children: ReactNode;
}

export function Menu({ button, label, children }: MenuProps) {
  return (
    <Ariakit.MenuProvider>
      <Ariakit.MenuButton render={button} />
      <Ariakit.Menu gutter={4} portal unmountOnHide aria-label={label} className={listClasses}>
        {children}
      </Ariakit.Menu>
    </Ariakit.MenuProvider>
  );
}

interface MenuItemProps {
  children: ReactNode;
  icon?: ReactNode;
  onClick?: () => void;
  /** A link instead, such as `<Link to=… />`. */
  render?: ReactElement;
  dangerous?: boolean;
  disabled?: boolean;
}

export function MenuItem({ children, icon, onClick, render, dangerous, disabled }: MenuItemProps) {
  return (
    <Ariakit.MenuItem
      className={classes(itemClasses, dangerous && "text-bad")}
      disabled={disabled}
      onClick={onClick}
      render={render}
    >
      {icon}
      {children}
    </Ariakit.MenuItem>
  );
}

interface MenuChoicesProps<Value extends string> {
  label: string;
  name: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

/** One of a few within a menu. */
export function MenuChoices<Value extends string>(props: MenuChoicesProps<Value>) {
  return (
    <Ariakit.MenuGroup className="border-t border-line pt-1 first:border-0">
      <Ariakit.MenuGroupLabel className="engraved px-2 py-1 text-ink-faint">
        {props.label}
      </Ariakit.MenuGroupLabel>
      {props.choices.map((choice) => (
        <Ariakit.MenuItemRadio
          key={choice.value}
          name={props.name}
          value={choice.value}
          checked={choice.value === props.value}
          onChange={() => props.onChange(choice.value)}
          className={itemClasses}
        >
          <span className="grow">{choice.label}</span>
          <Ariakit.MenuItemCheck />
        </Ariakit.MenuItemRadio>
      ))}
    </Ariakit.MenuGroup>
  );
}
