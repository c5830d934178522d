/* The default model, as bytes. SEGI_DEFAULT_MODEL is the path of the file. */
    .section .rodata
    .balign 64
    .globl segi_embedded_model
    .hidden segi_embedded_model
segi_embedded_model:
    .incbin SEGI_DEFAULT_MODEL
    .globl segi_embedded_model_end
    .hidden segi_embedded_model_end
segi_embedded_model_end:
    .byte 0

    .section .note.GNU-stack, "", %progbits
