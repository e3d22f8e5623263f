import styles from './Remark.module.css';

/** A quiet word beside a label, such as "live". */
export function Remark({ id, text }: { id?: string; text: string }) {
  return (
    <span className={styles.remark} id={id}>
      {text}
    </span>
  );
}
