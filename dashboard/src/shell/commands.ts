import { useEffect, useRef } from 'react';
import type { IconName } from '@/ui/icons';

/** Something a person can do, as the palette lists it. */
export interface Command {
  id: string;
  icon: IconName;
  title: string;
  detail?: string;
  key?: string;
  href?: string;
  run?: () => void;
}

interface Group {
  title: string;
  commands: Command[];
}

const groups = new Set<React.RefObject<Group>>();

/** What can be done with the object on screen, first in the palette. */
export function useCommands(title: string, commands: Command[]): void {
  const ref = useRef<Group>({ title, commands });
  ref.current = { title, commands };
  useEffect(() => {
    groups.add(ref);
    return () => {
      groups.delete(ref);
    };
  }, []);
}

export const commandsOnScreen = (): Group[] =>
  [...groups].map((ref) => ref.current).filter((g) => g.commands.length);
