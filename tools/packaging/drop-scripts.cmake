# CPack gives a package with a shared library scripts that call ldconfig. The trigger does that, so
# the package is made again without them.
foreach(package ${CPACK_PACKAGE_FILES})
  if(package MATCHES "/libseg0_[^/]*$")
    set(tree ${CPACK_TEMPORARY_DIRECTORY}/libseg0)
    execute_process(COMMAND dpkg-deb -R ${package} ${tree} COMMAND_ERROR_IS_FATAL ANY)
    file(REMOVE ${tree}/DEBIAN/postinst ${tree}/DEBIAN/postrm)
    execute_process(COMMAND dpkg-deb --root-owner-group -b ${tree} ${package}
      OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
    file(REMOVE_RECURSE ${tree})
  endif()
endforeach()
