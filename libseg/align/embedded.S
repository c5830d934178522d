/* The aligner's weights, as text. SEGI_ALIGN_WEIGHTS is the path of the file. */
    .section .rodata
    .globl segi_embedded_weights
    .hidden segi_embedded_weights
segi_embedded_weights:
    .incbin SEGI_ALIGN_WEIGHTS
    .globl segi_embedded_weights_end
    .hidden segi_embedded_weights_end
segi_embedded_weights_end:
    .byte 0

    .section .note.GNU-stack, "", %progbits
