/* The style and the script of a report, as strings. SEG_REPORT_STYLE and
 * SEG_REPORT_SCRIPT are the paths of the files. */
    .section .rodata
    .globl report_style
    .hidden report_style
report_style:
    .incbin SEG_REPORT_STYLE
    .byte 0
    .globl report_script
    .hidden report_script
report_script:
    .incbin SEG_REPORT_SCRIPT
    .byte 0

    .section .note.GNU-stack, "", %progbits
