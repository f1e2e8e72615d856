'use client';
import { PasswordInput, type PasswordInputProps } from '@mantine/core';

interface NewPasswordInputProps extends Pick<PasswordInputProps, 'name' | 'label' | 'description' | 'autoFocus'> {
  /** Of the button that shows what was typed. */
  readonly showLabel: string;
}

/** A password that somebody chooses. The server decides whether it is good enough; its limits of length are known here. */
export function NewPasswordInput({ showLabel, ...props }: NewPasswordInputProps) {
  return (
    <PasswordInput
      {...props}
      autoComplete="new-password"
      minLength={12}
      maxLength={128}
      required
      visibilityToggleButtonProps={{ 'aria-label': showLabel }}
    />
  );
}
